import { PeopleState } from '@latchkey/contracts/auth/admin'
import { pages } from '@latchkey/contracts/pages'
import { useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { SelectField } from '../../platform/ui/select-field.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import type { Choice } from './queries.ts'

/** What to look for. It is kept in the history's entry, so that "back" from a person finds the same list. */
export function SearchForm({ choice, busy }: { choice: Choice; busy: boolean }) {
  const { admin: words } = useWords()
  const { navigate } = useRouter()
  const { search = '', state = '' } = choice
  return (
    <form
      aria-label={words.search}
      className="grid items-start gap-x-4 sm:grid-cols-[minmax(0,1fr)_14rem_auto]"
      onSubmit={event => {
        event.preventDefault()
        const typed = new FormData(event.currentTarget)
        const people = { search: String(typed.get('search')).trim(), state: String(typed.get('state')) }
        void navigate({ to: pages.people, state: { people }, replace: true })
      }}
    >
      <TextField
        label={words.searchLabel}
        name="search"
        type="search"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        defaultValue={search}
        error={undefined}
      />
      <SelectField label={words.stateLabel} name="state" defaultValue={state} error={undefined}>
        <option value="">{words.states.everybody}</option>
        {PeopleState.options.map(each => (
          <option key={each} value={each}>
            {words.states[each]}
          </option>
        ))}
      </SelectField>
      <Button look="main" type="submit" busy={busy} working={words.searching} className="min-h-12.5 sm:mt-7">
        {words.search}
      </Button>
    </form>
  )
}
