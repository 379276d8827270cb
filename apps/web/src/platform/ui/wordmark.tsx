import { brand } from '@latchkey/contracts/brand'

/** The brand's name beside a keyhole. */
export function Wordmark({ large = false }: { large?: boolean }) {
  return (
    <span
      className={`inline-flex items-center font-semibold ${large ? 'gap-3 text-title' : 'gap-2.5 text-body'} tracking-tight`}
    >
      <svg viewBox="0 0 18 30" aria-hidden="true" className={`${large ? 'h-9' : 'h-6'} w-auto fill-accent`}>
        <path
          fillRule="evenodd"
          d="M9 0a9 9 0 0 1 9 9v12a9 9 0 0 1-18 0V9a9 9 0 0 1 9-9Zm0 7.5a3.75 3.75 0 0 0-1.9 6.98L5.75 22.5h6.5l-1.35-8.02A3.75 3.75 0 0 0 9 7.5Z"
        />
      </svg>
      {brand.name}
    </span>
  )
}
