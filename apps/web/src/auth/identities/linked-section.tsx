import type { Identity } from '@latchkey/contracts/auth/linked-identities'
import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { useWords } from '../../platform/words/use-words.ts'
import { LinkButtons } from './link-buttons.tsx'
import { LinkedCard } from './linked-card.tsx'
import { useLanding } from './use-landing.ts'

interface Props {
  linked: readonly Identity[]
  providers: readonly ListedProvider[]
}

/** The accounts elsewhere that sign the person in, and the providers that can be linked. */
export function LinkedSection({ linked, providers }: Props) {
  const { linkedAccounts: words } = useWords()
  const { news, problem } = useLanding(linked, providers)
  return (
    <section id="linked" aria-labelledby="linked-title" className="mt-12">
      <h2 id="linked-title" className="text-title">
        {words.title}
      </h2>
      <p className="mt-1 max-w-[36rem] text-small text-soft">{linked.length > 0 ? words.intro : words.none}</p>
      <p role="status" className="text-small font-medium not-empty:mt-2">
        {news}
      </p>
      <p role="alert" className="text-small text-loss not-empty:mt-2">
        {problem}
      </p>
      <ul className="mt-4 grid grid-cols-1 gap-3 empty:hidden">
        {linked.map(identity => (
          <li key={identity.id}>
            <LinkedCard identity={identity} />
          </li>
        ))}
      </ul>
      <LinkButtons providers={providers.filter(({ id }) => !linked.some(({ provider }) => provider === id))} />
    </section>
  )
}
