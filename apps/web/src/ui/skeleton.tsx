/** Stands in for a page that takes longer than a blink; the router shows it after 300 ms. */
export function Skeleton() {
  return (
    <div role="status" className="motion-safe:animate-pulse">
      <span className="sr-only">Loading…</span>
      <div className="h-9 w-56 rounded-md bg-sunken" />
      <div className="mt-8 divide-y divide-line border-y border-line">
        {[0, 1, 2].map(row => (
          <div key={row} className="py-5">
            <div className="h-5 w-44 rounded-md bg-sunken" />
            <div className="mt-2 h-4 w-64 max-w-full rounded-md bg-sunken" />
          </div>
        ))}
      </div>
    </div>
  )
}
