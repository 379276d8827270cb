export function Badge({ children }: { children: string }) {
  return (
    <span className="inline-block rounded-md bg-tint px-2 text-small font-medium text-accent forced-colors:border">
      {children}
    </span>
  )
}
