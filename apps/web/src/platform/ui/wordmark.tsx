import { brand } from '@latchkey/contracts/brand'

const { viewBox, shapes } = brand.mark

/** The brand's name beside its mark. */
export function Wordmark({ large = false }: { large?: boolean }) {
  return (
    <span
      className={`inline-flex items-center font-semibold ${large ? 'gap-3 text-title' : 'gap-2.5 text-body'} tracking-tight`}
    >
      <svg viewBox={viewBox} aria-hidden="true" fillRule="evenodd" className={`${large ? 'h-9' : 'h-6'} w-auto`}>
        {shapes.map(({ path }, index) => (
          <path key={path} d={path} fill={`var(--mark-${index})`} />
        ))}
      </svg>
      {brand.name}
    </span>
  )
}
