import type { PersonDetails } from '@latchkey/contracts/auth/admin'
import type { ReactNode } from 'react'
import { useWords } from '../../platform/words/use-words.ts'
import { ActButton } from './act.tsx'
import { Part } from './part.tsx'
import { useDemandFactor, useEndSessions, useSetDisabled, useStartReset } from './queries.ts'

/** What an admin can do for this person. The API refuses what is not shown here. */
export function Acts({ person }: { person: PersonDetails }) {
  const { admin: words } = useWords()
  const refusal = person.deletedAt ? words.closed : person.role === 'admin' ? words.protected : null
  return (
    <Part title={words.acts}>
      {refusal ? (
        <p className="mt-3 border-t border-line pt-4 text-soft">{refusal}</p>
      ) : (
        <ul className="mt-3 border-t border-line *:border-b *:border-line">
          <SignOut person={person} />
          {!person.disabledAt && <Reset person={person} />}
          <DemandFactor person={person} />
          <SetDisabled person={person} />
        </ul>
      )}
    </Part>
  )
}

interface Props {
  person: PersonDetails
}

const nameOf = ({ name, email }: PersonDetails) => name ?? email

const Row = ({ title, text, children }: { title: string; text: string; children: ReactNode }) => (
  <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
    <div className="w-64 grow">
      <h3 className="text-body">{title}</h3>
      <p className="text-small text-soft">{text}</p>
    </div>
    {children}
  </li>
)

function SignOut({ person }: Props) {
  const { admin: words } = useWords()
  const end = useEndSessions(person.id)
  return (
    <Row title={words.signOut} text={words.signOutText}>
      <ActButton
        name={words.signOut}
        title={words.signOutTitle(nameOf(person))}
        text={words.signOutText}
        isLoss
        request={end}
        send={async () => words.signedOut(await end.mutateAsync())}
      />
    </Row>
  )
}

function Reset({ person }: Props) {
  const { admin: words } = useWords()
  const start = useStartReset(person.id)
  return (
    <Row title={words.reset} text={words.resetText}>
      <ActButton
        name={words.reset}
        title={words.resetTitle(nameOf(person))}
        text={words.resetText}
        request={start}
        send={async () => {
          await start.mutateAsync()
          return words.resetStarted
        }}
      />
    </Row>
  )
}

function DemandFactor({ person }: Props) {
  const { admin: words } = useWords()
  const demand = useDemandFactor(person.id)
  const isDemanded = person.secondFactorDemanded
  const name = isDemanded ? words.optional : words.require
  const text = isDemanded ? words.optionalText : words.requireText
  return (
    <Row title={name} text={text}>
      <ActButton
        name={name}
        title={(isDemanded ? words.optionalTitle : words.requireTitle)(nameOf(person))}
        text={text}
        request={demand}
        send={async () => {
          await demand.mutateAsync(!isDemanded)
          return isDemanded ? words.isOptional : words.isRequired
        }}
      />
    </Row>
  )
}

function SetDisabled({ person }: Props) {
  const { admin: words } = useWords()
  const set = useSetDisabled(person.id)
  const isDisabled = person.disabledAt !== null
  const name = isDisabled ? words.enable : words.disable
  const text = isDisabled ? words.enableText : words.disableText
  return (
    <Row title={name} text={text}>
      <ActButton
        name={name}
        title={(isDisabled ? words.enableTitle : words.disableTitle)(nameOf(person))}
        text={text}
        isLoss={!isDisabled}
        request={set}
        send={async () => {
          await set.mutateAsync(!isDisabled)
          return isDisabled ? words.isEnabled : words.isDisabled
        }}
      />
    </Row>
  )
}
