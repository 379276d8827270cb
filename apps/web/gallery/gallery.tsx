import { brand } from '@latchkey/contracts/brand'
import { presets } from '@latchkey/contracts/brand/presets'
import { listSampleMails, sampleMailPage } from '@latchkey/contracts/platform/gallery'
import { type ReactNode, useEffect, useState } from 'react'
import { call } from '../src/platform/api-client.ts'
import { Segments } from '../src/platform/mailbox/segments.tsx'
import { type Choice, useChoice } from './choice.ts'
import { framePath } from './paths.ts'
import { states } from './states.ts'

/** Every state of every page and every mail, in one brand, scheme, width and language. For developers, so in English only. */
export function Gallery() {
  const [choice, choose] = useChoice()
  const mails = useMails(choice.language)
  const look = { scheme: choice.scheme, language: choice.language, ...(choice.preset && { preset: choice.preset }) }
  const groups: Record<string, [name: string, address: string][]> = {
    ...Object.fromEntries(
      Object.entries(states).map(([group, each]) => [
        group,
        each.map(({ name }) => [name, `${framePath}?${new URLSearchParams({ group, state: name, ...look })}`]),
      ]),
    ),
    Mails: mails.map(name => [
      name.replaceAll('_', ' '),
      `${sampleMailPage.replace(':name', name)}?${new URLSearchParams(look)}`,
    ]),
  }
  return (
    <div className="gallery">
      <header>
        <h1>Gallery</h1>
        <Segments
          legend="Brand"
          value={choice.preset}
          onChange={preset => choose({ preset })}
          options={[['', brand.name], ...presets.map(({ name }, index) => [String(index), name] as const)]}
        />
        <Segments
          legend="Appearance"
          value={choice.scheme}
          onChange={scheme => choose({ scheme })}
          options={[
            ['light', 'Light'],
            ['dark', 'Dark'],
          ]}
        />
        <Segments
          legend="Width"
          value={choice.width}
          onChange={width => choose({ width })}
          options={[
            ['320', '320'],
            ['390', '390'],
            ['768', '768'],
            ['1280', '1280'],
          ]}
        />
        <Segments
          legend="Language"
          value={choice.language}
          onChange={language => choose({ language })}
          options={[
            ['en', 'English'],
            ['de', 'Deutsch'],
          ]}
        />
      </header>
      <nav aria-label="States">
        {Object.entries(groups).map(([group, shown]) => (
          <List key={group} title={group}>
            {shown.map(([name]) => (
              <li key={name}>
                <a href={`#${idOf(group, name)}`}>{name}</a>
              </li>
            ))}
          </List>
        ))}
      </nav>
      <main>
        {Object.entries(groups).map(([group, shown]) => (
          <section key={group} aria-label={group}>
            <h2>{group}</h2>
            <div className="figures">
              {shown.map(([name, address]) => (
                <Figure key={name} id={idOf(group, name)} name={name} address={address} width={choice.width} />
              ))}
            </div>
          </section>
        ))}
      </main>
    </div>
  )
}

const idOf = (group: string, name: string) => `${group} ${name}`.toLowerCase().replace(/\W+/g, '-')

const List = ({ title, children }: { title: string; children: ReactNode }) => (
  <details open>
    <summary>{title}</summary>
    <ul>{children}</ul>
  </details>
)

interface FigureProps {
  id: string
  name: string
  address: string
  width: Choice['width']
}

/** Loads when it is scrolled to: fifty apps at once would be slow. */
const Figure = ({ id, name, address, width }: FigureProps) => (
  <figure id={id}>
    <figcaption>
      {name} <a href={address}>Open alone</a>
    </figcaption>
    <iframe key={address} title={name} src={address} loading="lazy" data-width={width} />
  </figure>
)

/** The examples of mails, by the API's own renderer. Empty while the API does not answer. */
function useMails(language: Choice['language']) {
  const [mails, setMails] = useState<string[]>([])
  useEffect(() => {
    let isCurrent = true
    call(listSampleMails, { language }).then(
      ({ data }) => isCurrent && setMails(data.map(({ name }) => name)),
      () => isCurrent && setMails([]),
    )
    return () => {
      isCurrent = false
    }
  }, [language])
  return mails
}
