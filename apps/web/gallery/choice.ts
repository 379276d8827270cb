import type { Scheme } from '@latchkey/contracts/brand/schemes'
import { chooseLanguage, type Language } from '@latchkey/contracts/words/language'
import { useState } from 'react'

export interface Choice {
  /** The place of a preset, or nothing for the brand of `brand.ts`. */
  preset: string
  scheme: Scheme
  width: '320' | '390' | '768' | '1280'
  language: Language
}

const widths = ['320', '390', '768', '1280'] as const

/** What the switches say. It is in the address, so a reload keeps it and a colleague sees the same. */
export function useChoice(): [Choice, (change: Partial<Choice>) => void] {
  const [choice, setChoice] = useState(read)
  return [
    choice,
    change => {
      const next = { ...choice, ...change }
      setChoice(next)
      history.replaceState(null, '', `?${new URLSearchParams({ ...next })}${location.hash}`)
    },
  ]
}

function read(): Choice {
  const asked = new URLSearchParams(location.search)
  return {
    preset: asked.get('preset') ?? '',
    scheme: asked.get('scheme') === 'dark' ? 'dark' : 'light',
    width: widths.find(width => width === asked.get('width')) ?? '390',
    language: chooseLanguage([asked.get('language') ?? 'en']),
  }
}
