import { pages } from '@latchkey/contracts/pages'
import { MessagePage } from './message.tsx'
import { TextLink } from './text-link.tsx'

/** Shown for an address without a page. */
export function NotFoundPage() {
  return (
    <MessagePage title="There is no such page" text="The address may be mistyped, or the page has moved.">
      <TextLink to={pages.home}>Go to the home page</TextLink>
    </MessagePage>
  )
}
