import { useSuspenseQuery } from '@tanstack/react-query'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { privateQuery } from './queries.ts'

/** An example of a protected page: the API gives its data to signed-in people only. */
export function ExamplePage() {
  const { example: words } = useWords()
  const { data } = useSuspenseQuery(privateQuery)
  return (
    <>
      <PageHeading title={words.title}>{words.title}</PageHeading>
      <PageIntro>{words.intro}</PageIntro>
      <p className="mt-8 text-small text-soft">{words.answer}</p>
      <p className="mt-2 border-s-2 border-accent ps-4">{data.message}</p>
      <p className="mt-8 text-small text-soft">{words.files}</p>
      <ul className="mt-2 text-small text-soft">
        <li>
          <code>apps/api/src/product/example/routes.ts</code> {words.answers}
        </li>
        <li>
          <code>apps/web/src/product/example/example-page.tsx</code> {words.shows}
        </li>
      </ul>
    </>
  )
}
