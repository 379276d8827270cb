/** Each system's font by its name, because system-ui may choose a font for another script. */
export const systemFont =
  '-apple-system, "Segoe UI", Roboto, "Adwaita Sans", Cantarell, Ubuntu, "Noto Sans", "Liberation Sans", system-ui, sans-serif'
