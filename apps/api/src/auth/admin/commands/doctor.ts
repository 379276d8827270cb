import type { Command } from 'commander'
import { loadEnvironment } from '../../../platform/settings/environment.ts'
import { examine } from '../doctor/examine.ts'
import { type Finding, Report } from '../doctor/finding.ts'
import { fingerprintOf } from '../doctor/secret.ts'
import { CommandError, requireEmail, type Terminal } from './terminal.ts'

/** Adds `latchkey doctor` and `latchkey secret fingerprint`. */
export function doctorCommands(program: Command, { print, readPassword }: Terminal): void {
  program
    .command('doctor')
    .description(
      'say what is unsafe or will not work: settings, database, mail, proxy, secrets; exits with 1 on an error',
    )
    .option('--json', 'print one JSON document for programs')
    .option('--mail-to <email>', 'send a test mail, to see whether the mail server accepts the sender')
    .action(async ({ json = false, mailTo }: { json?: boolean; mailTo?: string }) => {
      const sendTo = mailTo === undefined ? undefined : requireEmail(mailTo)
      const findings = await examine(loadEnvironment(), { sendTo })
      const errors = findings.filter(({ level }) => level === 'error')
      if (json) print(JSON.stringify(Report.parse({ ok: errors.length === 0, findings })))
      else for (const line of linesOf(findings)) print(line)
      // The findings have said it already.
      if (errors.length > 0) throw new CommandError('')
    })

  program
    .command('secret')
    .description('handle APP_SECRET')
    .command('fingerprint')
    .description('print the fingerprint of a secret from a prompt or standard input, for APP_SECRET_BACKUP')
    .action(async () => print(fingerprintOf((await readPassword('Secret')).trim())))
}

function linesOf(findings: readonly Finding[]): string[] {
  const count = (level: Finding['level']) => findings.filter(finding => finding.level === level).length
  const lines = findings.flatMap(({ level, rule, message }) =>
    message.split('\n').map((line, at) => (at === 0 ? `${level.padEnd(8)} ${rule}: ${line}` : `         ${line}`)),
  )
  return [...lines, (['error', 'warning', 'note'] as const).map(level => counted(count(level), level)).join(', ')]
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
