import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'

interface Props<Way> {
  methods: readonly Way[]
  chosen: Way | undefined
  onChoose: (method: Way) => void
}

/** The other ways to prove who one is. */
export function OtherWays<Way extends FactorMethod | 'password' | 'code'>({ methods, chosen, onChoose }: Props<Way>) {
  const { secondStep: words } = useWords()
  const others = methods.filter(method => method !== chosen)
  if (others.length === 0) return null
  return (
    <div className="mt-6 border-t border-line pt-4">
      <h2 className="text-small text-soft">{words.another}</h2>
      {/* In line with the heading, though a button has padding and a border. */}
      <ul className="-ms-[calc(0.75rem+1px)]">
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
