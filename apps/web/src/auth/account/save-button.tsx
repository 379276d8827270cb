import type { ReactNode } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import type { SectionForm } from './use-section-form.ts'

interface Props {
  form: SectionForm
  /** What it shows while it works. */
  working: string
  children: ReactNode
}

/** Sends the form of a section. It stands out once there is something to send. */
export const SaveButton = ({ form, working, children }: Props) => (
  <Button type="submit" look={form.isChanged ? 'main' : 'plain'} busy={form.busy} working={working}>
    {children}
  </Button>
)
