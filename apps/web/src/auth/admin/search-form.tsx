import { PeopleState } from '@latchkey/contracts/auth/admin'
import { pages } from '@latchkey/contracts/pages'
import { useEffect, useId, useRef } from 'react'
import { useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { Select } from '../../platform/ui/select.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import type { Choice } from './queries.ts'

/** What to look for. It is kept in the history's entry, so that "back" from a person finds the same list. */
export function SearchForm({ choice, busy }: { choice: Choice; busy: boolean }) {
  const { admin: words } = useWords()
  const { navigate } = useRouter()
  const stateId = useId()
  const { search = '', state = '' } = choice
  const typed = useRef<HTMLInputElement>(null)
  const chosen = useRef<HTMLSelectElement>(null)
  // The link to this page, followed on this page, shows everybody again. A new form would lose the focus.
  useEffect(() => {
    if (typed.current) typed.current.value = search
    if (chosen.current) chosen.current.value = state
  }, [search, state])
  return (
    <form
      aria-label={words.search}
      onSubmit={event => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        const people = { search: String(form.get('search')).trim(), state: String(form.get('state')) }
        void navigate({ to: pages.people, state: { people }, replace: true })
      }}
    >
      <TextField
        ref={typed}
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
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 items-center gap-2 text-small">
          <label htmlFor={stateId} className="text-soft">
            {words.stateLabel}
          </label>
          <Select
            ref={chosen}
            id={stateId}
            name="state"
            defaultValue={state}
            className="min-h-11 max-w-60 ps-3 text-ink"
          >
            <option value="">{words.states.everybody}</option>
            {PeopleState.options.map(each => (
              <option key={each} value={each}>
                {words.states[each]}
              </option>
            ))}
          </Select>
        </div>
        <Button look="main" type="submit" busy={busy} working={words.searching}>
          {words.search}
        </Button>
      </div>
    </form>
  )
}
