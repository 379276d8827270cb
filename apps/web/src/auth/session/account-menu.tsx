import type { User } from '@latchkey/contracts/auth/users'
import { Link } from '../../platform/router/link.tsx'
import { Avatar } from '../../platform/ui/avatar.tsx'
import { Icon } from '../../platform/ui/icons/icon.tsx'
import { Disclosure } from '../../platform/ui/layout/disclosure.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { accountPlaces, adminPlaces } from './account-places.ts'
import { SignOutButton } from './sign-out-button.tsx'

interface Props {
  user: User
  /** Only the sign-out. */
  isLimited: boolean
  isAdmin: boolean
}

/** Who is signed in, the pages of the account, and the sign-out. */
export function AccountMenu({ user, isLimited, isAdmin }: Props) {
  const { shell: words } = useWords()
  const { name, email } = user
  const places = [...accountPlaces(words), ...(isAdmin ? adminPlaces(words) : [])]
  return (
    <Disclosure
      className="flex min-h-11 max-w-full items-center gap-2 rounded-md px-2 text-small text-soft transition-colors hover:text-ink aria-expanded:text-ink"
      button={
        <>
          <Avatar {...user} />
          <span className="sr-only">{words.accountMenu}</span>
          <span className="hidden max-w-48 truncate sm:block">
            <bdi>{name ?? email}</bdi>
          </span>
          <Icon name="chevron-down" className="size-4" />
        </>
      }
    >
      {close => (
        <>
          <p className="px-4 pt-1 pb-3 wrap-anywhere">
            {name && (
              <bdi dir="auto" className="block font-medium">
                {name}
              </bdi>
            )}
            <bdi className="block text-soft">{email}</bdi>
          </p>
          <ul className="border-y border-line py-2 empty:py-0">
            {(isLimited ? [] : places).map(({ to, title, icon }) => (
              <li key={to}>
                <Link to={to} onFollow={close} className={itemLook}>
                  <Icon name={icon} className="text-soft" />
                  {title}
                </Link>
              </li>
            ))}
          </ul>
          <SignOutButton className={`${itemLook} mt-2 w-full text-start`} />
        </>
      )}
    </Disclosure>
  )
}

const itemLook =
  'flex min-h-11 items-center gap-3 px-4 transition-colors hover:bg-sunken focus-visible:-outline-offset-2 aria-[current=page]:font-medium aria-[current=page]:bg-tint forced-colors:aria-[current=page]:underline'
