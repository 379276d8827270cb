/** In amber: something to look at. */
export const Badge = ({ children }: { children: string }) => (
  <span className="inline-block rounded-md bg-warning-tint px-2 text-small font-medium text-warning forced-colors:border">
    {children}
  </span>
)
