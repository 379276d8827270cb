/** The shapes of a mark, each with its colour. Without one it has that of the text. */
interface Mark {
  size: number
  shapes: readonly (readonly [path: string, colour?: string])[]
}

// Drawn after the shapes and colours that each provider publishes for its buttons.
const marks: Record<string, Mark> = {
  google: {
    size: 18,
    shapes: [
      ['M17.6 9.2 17.5 7.4H9v3.4h4.8a4 4 0 0 1-1.8 2.7v2.3h3a9 9 0 0 0 2.6-6.6', '#4285f4'],
      ['M9 18c2.4 0 4.5-.8 6-2.2l-3-2.3a5.4 5.4 0 0 1-8-2.8H1V13a9 9 0 0 0 8 5', '#34a853'],
      ['M4 10.7a5.4 5.4 0 0 1 0-3.4V5H1a9 9 0 0 0 0 8', '#fbbc05'],
      ['M9 3.6q2 0 3.4 1.3L15 2.3A9 9 0 0 0 1 5l3 2.3a5.4 5.4 0 0 1 5-3.7', '#ea4335'],
    ],
  },
  microsoft: {
    size: 19,
    shapes: [
      ['M0 0h9v9H0', '#f25022'],
      ['M10 0h9v9h-9', '#7fba00'],
      ['M0 10h9v9H0', '#00a4ef'],
      ['M10 10h9v9h-9', '#ffb900'],
    ],
  },
  apple: {
    size: 24,
    shapes: [
      [
        'M12.2 6.9c-1 0-2.4-1.1-4-1-2 0-3.9 1.1-5 3-2 3.6-.5 9 1.6 12 1 1.5 2.2 3.1 3.8 3.1 1.5-.1 2-1 3.9-1s2.4 1 4 1c1.6-.1 2.6-1.5 3.6-3a12 12 0 0 0 1.7-3.4 5.2 5.2 0 0 1-.6-9.4 5.6 5.6 0 0 0-4.4-2.4c-2-.1-3.7 1.1-4.6 1.1m3.3-3.1A5.3 5.3 0 0 0 16.8 0 5.4 5.4 0 0 0 13.2 1.8a5 5 0 0 0-1.2 3.7 4.5 4.5 0 0 0 3.5-1.7',
      ],
    ],
  },
  github: {
    size: 16,
    shapes: [
      [
        'M8 0a8 8 0 0 0-2.5 15.6c.4.1.5-.2.5-.4v-1.5c-2 .4-2.5-.5-2.7-.9-.1-.2-.5-1-.8-1.1-.3-.2-.7-.6 0-.6s1.1.6 1.2.8c.7 1.2 1.9.9 2.3.7.1-.5.3-.9.5-1.1-1.8-.2-3.6-.9-3.6-4 0-.9.3-1.6.8-2.1-.1-.2-.4-1 .1-2.1 0 0 .7-.2 2.2.8a7.5 7.5 0 0 1 4 0c1.5-1 2.2-.8 2.2-.8.4 1.1.2 1.9.1 2.1.5.6.8 1.3.8 2.1 0 3.1-1.9 3.8-3.7 4 .3.3.6.7.6 1.5v2.2c0 .2.1.5.5.4A8 8 0 0 0 8 0',
      ],
    ],
  },
  gitlab: {
    size: 24,
    shapes: [
      [
        'M12 22.5 21.8 15a6 6 0 0 0 1.8-7L20.3 1c-.3-.7-1.3-.7-1.5.1L16.5 7.8h-9L5.2 1.1C5 .3 4 .3 3.7 1L.4 8a6 6 0 0 0 1.8 7z',
        '#fc6d26',
      ],
      ['M12 22.5 7.4 19l4.6-11.2L16.6 19', '#e24329'],
      ['m12 15.5 4.6 3.5-4.6 3.5L7.4 19', '#fca326'],
    ],
  },
}

/** The mark of a provider beside its name. One that we do not know has a key. */
export function ProviderMark({ mark }: { mark: string }) {
  const known = Object.hasOwn(marks, mark) ? marks[mark] : undefined
  const { size, shapes } = known ?? { size: 20, shapes: [[key] as const] }
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${size} ${size}`}
      className={`size-5 shrink-0 ${known ? '' : 'fill-none stroke-current stroke-[1.5]'}`}
    >
      {shapes.map(([path, colour = known && 'currentColor']) => (
        <path key={path} d={path} fill={colour} />
      ))}
    </svg>
  )
}

const key = 'M10 10a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zh7.5v2.75M14 10v2.25'
