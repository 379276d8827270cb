import { brand } from '@latchkey/contracts/brand'
import { MarkShapes } from '../wordmark.tsx'

/** A place of the pattern that every pane has, a little above the middle. */
const lit = { x: 348, y: 272 }

/** The brand's mark in staggered rows that fade outwards, as large as the pane. One of them, in full colour, is the one that opens. */
export const Marks = () => (
  <svg
    aria-hidden="true"
    viewBox="0 0 728 720"
    preserveAspectRatio="xMidYMid slice"
    fillRule="evenodd"
    className="size-full"
  >
    <symbol id="mark" viewBox={brand.mark.viewBox}>
      <MarkShapes />
    </symbol>
    <pattern id="marks" width="112" height="128" patternUnits="userSpaceOnUse">
      <Mark x={12} y={16} />
      <Mark x={68} y={80} />
    </pattern>
    <radialGradient id="fade" cy=".4" r=".72">
      <stop stopColor="var(--tint)" stopOpacity="0" />
      <stop offset="1" stopColor="var(--tint)" />
    </radialGradient>
    <rect width="100%" height="100%" fill="url(#marks)" opacity="0.24" />
    <rect width="100%" height="100%" fill="url(#fade)" />
    <Mark {...lit} />
  </svg>
)

const Mark = (place: { x: number; y: number }) => <use href="#mark" {...place} width="32" height="32" />
