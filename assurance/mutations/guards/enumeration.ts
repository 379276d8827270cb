import type { Mutation } from '../mutation.ts'
import { before, callBecomes, dropOperand, dropStatement, never, statementBecomes, valueBecomes } from '../operators.ts'

const passwords = 'passwords/verify.ts'
const alike =
  'answers an unknown address, a wrong password, a disabled account, a deleted one and one without a password in exactly the same way, for %s'

/** Answers and their times do not tell who has an account. */
export const enumeration: readonly Mutation[] = [
  {
    bugs: [9],
    guard: 'a decoy hash is verified if the account has no hash',
    in: 'matchingForm',
    change: callBecomes('hasher.verify', '(hash !== null && (await hasher.verify(hash, form)))'),
    test: 'sign-in/routes.test.ts',
    title: alike,
  },
  {
    bugs: [9],
    guard: 'both forms of a typed password are tried at an unknown address too',
    in: 'matchingForm',
    change: callBecomes('normalisePassword', 'hash === null ? typed : normalisePassword(typed)'),
    test: 'passwords/typed-forms.test.ts',
    title: 'costs as many hashes at an unknown address as a wrong one at a known address, in each form',
  },
  {
    bugs: [9],
    guard: 'argon2 runs once for every hash',
    in: 'argon2Hasher.verify',
    change: dropStatement('decoy'),
    test: 'crypto/hasher.test.ts',
    title: 'runs argon2 once for every kind of hash, so that no hash is faster than an account without a password',
  },
  {
    bugs: [9],
    guard: 'a cheaper argon2 hash is verified after the decoy',
    in: 'argon2Hasher.verify',
    change: dropOperand('workOf'),
    test: 'crypto/hasher.test.ts',
    title: 'verifies an argon2 hash that took %s after the decoy, unless it costs as much as the decoy',
  },
  {
    bugs: [10],
    guard: 'a disabled or deleted account costs a hash too',
    in: 'verify',
    file: passwords,
    change: before(
      'matchingForm',
      'const status = found && (await deps.db.user.findUnique({ where: { id: found.id } })); if (status?.disabledAt || status?.deletedAt) return null',
    ),
    test: 'sign-in/routes.test.ts',
    title: alike,
  },
  {
    bugs: [10],
    guard: 'confirming costs one hash in every case',
    in: 'verify',
    file: passwords,
    change: before('matchingForm', "if (claimant.knownBy === 'session' && !found?.hash) return null"),
    test: 'sign-in/confirm.test.ts',
    title: 'refuses a wrong password, a disabled one and a missing one alike, at the cost of one hash each',
  },
  {
    bugs: [11],
    guard: 'only the job looks up who a reset is for',
    in: 'forgotPassword',
    file: 'recovery/service.ts',
    change: before('resetMailJob', 'if (!(await findUser(deps, email))) return'),
    test: 'sign-up/who-exists.test.ts',
    title: 'is not revealed by the answer to %s: status, headers, body, hashes, queries',
  },
  {
    bugs: [11],
    guard: 'the answer to a sign-up does not wait for its mail',
    in: 'signUp',
    file: 'sign-up/service.ts',
    change: statementBecomes(
      'jobs.add',
      "await deps.mailer.send({ id: crypto.randomUUID(), to: email, subject: '', text: '', html: '' })",
    ),
    test: 'jobs/worker.test.ts',
    title: 'changes no answer; each mail arrives once when the mail server is back',
  },
  {
    bugs: [],
    guard: 'failed sign-ins of known people are written apart from those of unknown addresses',
    in: 'write',
    file: 'failed-sign-ins.ts',
    change: valueBecomes('written', 'failures.slice(0, mostWithoutAccount)'),
    test: 'activity/routes.test.ts',
    title: 'are shown to their user, however many made-up addresses are tried meanwhile',
  },
  {
    bugs: [11],
    guard: 'the answer does not tell that reset mails are limited',
    in: 'isWithin',
    change: never('isRateLimited'),
    test: 'limits/attempts.test.ts',
    title: 'to reset a password stop at the limit, and the response does not show it',
  },
  {
    bugs: [12],
    guard: 'the signature of a token is compared in constant time',
    in: 'readToken',
    change: callBecomes('timingSafeEqual', 'macOf(key, random).equals(mac)'),
    test: 'crypto/constant-time.test.ts',
    title: 'is the signature of a token, with every key',
  },
  {
    bugs: [12],
    guard: 'a seal of the audit log is compared in constant time',
    in: 'isSame',
    file: 'chain/seals.ts',
    change: callBecomes('timingSafeEqual', 'Buffer.compare(a, b) === 0'),
    test: 'crypto/constant-time.test.ts',
    title: 'is a seal of the audit log',
  },
  {
    bugs: [12],
    guard: 'a code is compared in constant time',
    in: 'isCodeOf',
    change: callBecomes('timingSafeEqual', 'hmacOf(key, scope, code).equals(hash)'),
    test: 'crypto/constant-time.test.ts',
    title: 'is a typed code',
  },
  {
    bugs: [12],
    guard: 'a hash of another system is compared in constant time',
    in: 'derives',
    change: callBecomes('timingSafeEqual', '(await derive(password, wanted.length)).equals(wanted)'),
    test: 'crypto/constant-time.test.ts',
    title: 'is an imported password hash',
  },
]
