import type { ReactNode } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import type { FormState } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'

/** Saves a section. It stands out once there is something to save. */
export function SaveButton({ form, children }: { form: FormState; children: ReactNode }) {
  const { account: words } = useWords()
  return (
    <Button
      type="submit"
      look={form.isChanged ? 'main' : 'plain'}
      busy={form.busy}
      aria-disabled={!form.isChanged}
      working={words.saving}
    >
      {children}
    </Button>
  )
}
