import { pages } from '@latchkey/contracts/pages'
import { Link } from '@tanstack/react-router'
import { MessagePage } from './message.tsx'

/** Where the address names no page. */
export function NotFoundPage() {
  return (
    <MessagePage title="There is no such page" text="The address may be mistyped, or the page has moved.">
      <Link
        to={pages.home}
        className="inline-block py-2.5 font-medium text-accent underline decoration-1 underline-offset-4 hover:decoration-2"
      >
        Go to the home page
      </Link>
    </MessagePage>
  )
}
