import { features } from '../src/features.ts'
import type { NoticeKind } from '../src/platform/mail/notice.ts'

/** The notice with this name, from any feature. */
export function noticeNamed(name: string): NoticeKind {
  const found = features.flatMap(({ notices = [] }) => notices).find(kind => kind.name === name)
  if (!found) throw new Error(`No feature has the notice ${name}.`)
  return found
}
