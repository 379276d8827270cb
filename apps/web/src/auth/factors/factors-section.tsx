import type { Factors } from '@latchkey/contracts/auth/factors'
import { pages } from '@latchkey/contracts/pages'
import { IconDisc } from '../../platform/ui/icon-disc.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { usePasskeySupport } from '../passkeys/support.ts'
import { codesAreFew } from './codes-are-few.ts'
import { FactorCard } from './factor-card.tsx'

interface Props {
  factors: Factors
  /** Whether an account elsewhere signs the person in. */
  signsInElsewhere: boolean
}

/** What the person has beside the password, and what is missing. */
export function FactorsSection({ factors, signsInElsewhere }: Props) {
  const { totp, passkeys, recoveryCodes } = factors
  const { factors: words } = useWords()
  const isSupported = usePasskeySupport()
  const count = totp.length + passkeys.length
  const isOnly = count === 1
  return (
    <section id="factors" aria-labelledby="factors-title" className="mt-12">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <h2 id="factors-title" className="text-title">
          {words.title}
        </h2>
        <p className="flex flex-wrap gap-x-5 text-small">
          {isSupported && <TextLink to={pages.addPasskey}>{words.addPasskey}</TextLink>}
          <TextLink to={pages.addApp}>{totp.length === 0 ? words.addApp : words.addAnother}</TextLink>
        </p>
      </div>
      <p className="mt-1 max-w-[36rem] text-small text-soft">{words[whatProtects(factors, signsInElsewhere)]}</p>
      <ul className="mt-4 grid grid-cols-1 gap-3 empty:hidden">
        {[...passkeys, ...totp].map(factor => (
          <li key={factor.id}>
            <FactorCard factor={factor} isOnly={isOnly} />
          </li>
        ))}
        {recoveryCodes && (
          <li>
            <CodesCard left={recoveryCodes.left} />
          </li>
        )}
      </ul>
    </section>
  )
}

/** The sentence about what keeps others out. */
function whatProtects({ totp, passkeys, password }: Factors, signsInElsewhere: boolean) {
  if (totp.length + passkeys.length === 0) return password ? 'none' : signsInElsewhere ? 'linkedOnly' : 'noneAtAll'
  if (password) return 'some'
  return passkeys.some(({ signsInAlone }) => signsInAlone) ? 'passkeyOnly' : 'noPassword'
}

function CodesCard({ left }: { left: number }) {
  const { factors: words } = useWords()
  const isShort = codesAreFew(left)
  return (
    <div className="flex flex-wrap items-center gap-x-4 rounded-md border border-line bg-raised px-4 py-3 sm:px-5">
      <IconDisc name={isShort ? 'warning' : 'codes'} tone={isShort ? 'warning' : 'plain'} />
      <div className="min-w-0 grow basis-32">
        <h3 className="text-body">{words.codes}</h3>
        <p className="text-small text-soft">
          {`${words.codesLeft(left)}${isShort ? ` ${left > 0 ? words.codesFew : words.codesGone}` : ''}`}
        </p>
      </div>
      <p className="ms-auto text-small">
        <TextLink to={pages.recoveryCodes}>{words.newCodes}</TextLink>
      </p>
    </div>
  )
}
