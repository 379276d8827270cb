import { brand } from '@latchkey/contracts/brand'

const { viewBox, shapes } = brand.mark

/** The brand's name beside its mark. If it is short, phones show the mark only. */
export function Wordmark({ large = false, isShort = false }: { large?: boolean; isShort?: boolean }) {
  return (
    <span
      className={`inline-flex items-center font-semibold ${large ? 'gap-3 text-title' : 'gap-2.5 text-body'} [letter-spacing:-0.025em]`}
    >
      <svg viewBox={viewBox} aria-hidden="true" fillRule="evenodd" className={`${large ? 'h-9' : 'h-6'} w-auto`}>
        <MarkShapes />
      </svg>
      <span className={isShort ? 'hidden sm:inline' : undefined}>{brand.name}</span>
    </span>
  )
}

/** In an SVG with the mark's `viewBox`, where holes follow the even-odd rule. */
export const MarkShapes = () =>
  shapes.map(({ path }, index) => <path key={path} d={path} fill={`var(--mark-${index})`} />)
