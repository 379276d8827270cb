/** Beside the words of a problem. Visitors have no sprite. */
export const ProblemIcon = ({ className = '' }: { className?: string }) => (
  <svg
    viewBox="0 0 20 20"
    aria-hidden="true"
    className={`mt-0.5 size-[1.125rem] shrink-0 fill-none stroke-current stroke-2 ${className}`}
  >
    <circle cx="10" cy="10" r="8.5" />
    <path d="M10 5.5v5.5M10 13.4v1" strokeLinecap="round" />
  </svg>
)
