/** With `warns` it is amber: something to look at. */
export function Badge({ children, warns = false }: { children: string; warns?: boolean }) {
  const colour = warns ? 'bg-warning-tint text-warning' : 'bg-tint text-accent'
  return (
    <span className={`inline-block rounded-md px-2 text-small font-medium ${colour} forced-colors:border`}>
      {children}
    </span>
  )
}
