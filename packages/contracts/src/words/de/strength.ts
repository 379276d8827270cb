import type { strength as en } from '../en/strength.ts'

export const strength: typeof en = {
  levels: [
    'Wird sofort erraten.',
    'Leicht zu erraten.',
    'Mit etwas Mühe zu erraten.',
    'Schwer zu erraten.',
    'Sehr schwer zu erraten.',
  ],
  tooShort: least => `Zu kurz: Verwenden Sie mindestens ${least} Zeichen.`,
  length: least => `Mindestens ${least} beliebige Zeichen.`,
  advice: 'Ein paar Wörter hintereinander sind leicht zu merken.',
}
