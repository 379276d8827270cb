export const linkLook = 'font-medium text-accent underline decoration-1 underline-offset-4 hover:decoration-2'
