import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'

interface Props {
  methods: readonly FactorMethod[]
  chosen: FactorMethod | undefined
  onChoose: (method: FactorMethod) => void
}

/** The other ways to prove a second factor. */
export function OtherWays({ methods, chosen, onChoose }: Props) {
  const { secondStep: words } = useWords()
  const others = methods.filter(method => method !== chosen)
  if (others.length === 0) return null
  return (
    <div className="mt-6 border-t border-line pt-4">
      <h2 className="text-small text-soft">{words.another}</h2>
      <ul className="-ms-3">
        {others.map(method => (
          <li key={method}>
            <Button look="quiet" onClick={() => onChoose(method)}>
              {words.ways[method]}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
