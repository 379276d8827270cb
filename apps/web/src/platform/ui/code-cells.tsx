import { codeLength } from '@latchkey/contracts/auth/codes'

interface Props {
  code: string
  /** From which to which digit the input is selected; undefined while it has no focus. */
  selection: readonly [from: number, to: number] | undefined
  isWrong: boolean
}

/** Draws the cells of a code, and where the next digit goes. */
export function CodeCells({ code, selection, isWrong }: Props) {
  const [from = -1, to = -1] = selection ?? []
  const next = Math.min(from, codeLength - 1)
  return (
    <div aria-hidden="true" translate="no" className="flex gap-2">
      {Array.from({ length: codeLength }, (_, at) => {
        const isSelected = at === next || (at >= from && at < to)
        // Of a refused code, which is selected as a whole, only the cell of the next digit has the ring: all are red.
        const hasRing = isWrong ? at === next : isSelected
        const colour = isWrong ? 'border-loss' : isSelected ? 'border-accent' : 'border-edge'
        const look = `${colour} ${hasRing ? 'outline-2 outline-accent' : ''}`
        return (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            key={at}
            className={`grid h-14 min-w-0 flex-1 place-items-center rounded-md border bg-raised text-title font-semibold tabular ${look} ${at === codeLength / 2 ? 'ms-2' : ''}`}
          >
            {code[at] ?? (isSelected && at === next && <span className="h-6 w-0.5 bg-accent" />)}
          </span>
        )
      })}
    </div>
  )
}
