import { shapes } from './shapes.ts'

/** Every icon, once a page. The signed-in layout holds it, so visitors do not load it. */
export const IconSprite = () => (
  <svg aria-hidden="true" className="absolute size-0">
    {Object.entries(shapes).map(([name, path]) => (
      <symbol key={name} id={`icon-${name}`} viewBox="0 0 20 20">
        <path d={path} />
      </symbol>
    ))}
  </svg>
)
