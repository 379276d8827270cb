import type { User } from '@latchkey/contracts/auth/users'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { News } from '../../../platform/ui/news.tsx'
import { useWords } from '../../../platform/words/use-words.ts'
import { factorsQuery } from '../../factors/query.ts'
import { Section } from '../section.tsx'
import { ChangePasswordForm } from './change-password-form.tsx'
import { RemovePassword } from './remove-password.tsx'
import { SetPasswordForm } from './set-password-form.tsx'

/** Changes, removes or sets the password. */
export function PasswordSection({ user }: { user: User }) {
  const { account: words } = useWords()
  const { data } = useQuery(factorsQuery)
  // The last that was known: a sign-in over this page asks anew, and the form must keep what was typed meanwhile.
  const [factors, setFactors] = useState(data)
  if (data && data !== factors) setFactors(data)
  // Said and focused here, because the form that did it goes.
  const [news, setNews] = useState<string>()
  const newsLine = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (news) newsLine.current?.focus()
  }, [news])
  return (
    <Section name="password" title={words.passwordTitle}>
      <div onInput={() => setNews(undefined)}>
        {factors?.password === null ? (
          <SetPasswordForm user={user} onSet={setNews} />
        ) : (
          <>
            <ChangePasswordForm user={user} />
            {factors && <RemovePassword factors={factors} onRemoved={setNews} />}
          </>
        )}
      </div>
      <News ref={newsLine}>{news}</News>
    </Section>
  )
}
