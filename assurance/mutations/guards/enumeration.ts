import type { Mutation } from '../mutation.ts'
import { before, callBecomes, dropOperand, dropStatement, never, statementBecomes, valueBecomes } from '../operators.ts'

const passwords = 'passwords/service.ts'
const alike =
  'answers an unknown address, a wrong password, a disabled account, a deleted one and one without a password alike in every respect, for %s'

/** Answers and their times do not tell who has an account. */
export const enumeration: readonly Mutation[] = [
  {
    bugs: [9],
    guard: 'a decoy hash is verified if the account has no hash',
    in: 'verify',
    file: passwords,
    change: callBecomes('hasher.verify', '(found?.hash != null && (await deps.hasher.verify(found.hash, password)))'),
    test: 'sign-in/routes.test.ts',
    title: alike,
  },
  {
    bugs: [9],
    guard: 'argon2 runs once for every hash',
    in: 'argon2Hasher.verify',
    change: dropStatement('decoy'),
    test: 'crypto/hasher.test.ts',
    title: 'does the work of argon2 once whatever the hash is, so that none is cheaper than having no password',
  },
  {
    bugs: [9],
    guard: 'a cheaper argon2 hash is verified after the decoy',
    in: 'argon2Hasher.verify',
    change: dropOperand('workOf'),
    test: 'crypto/hasher.test.ts',
    title: 'verifies a hash of argon2 that took %s after the decoy, unless it costs as much itself',
  },
  {
    bugs: [10],
    guard: 'a disabled or deleted account costs a hash too',
    in: 'verify',
    file: passwords,
    change: before('hasher.verify', 'if (found?.disabledAt || found?.deletedAt) return null'),
    test: 'sign-in/routes.test.ts',
    title: alike,
  },
  {
    bugs: [10],
    guard: 'confirming costs one hash in every case',
    in: 'verify',
    file: passwords,
    change: before('hasher.verify', "if (claimant.knownBy === 'session' && !found?.hash) return null"),
    test: 'sign-in/confirm.test.ts',
    title: 'refuses a wrong password, a disabled one and none alike, at the cost of one hash each',
  },
  {
    bugs: [11],
    guard: 'only the job looks up who a reset is for',
    in: 'forgotPassword',
    file: 'recovery/service.ts',
    change: before('resetMailJob', 'if (!(await findUser(deps, email))) return'),
    test: 'sign-up/who-exists.test.ts',
    title: 'is told by nothing of the answer to %s: status, headers, body, hashes, queries',
  },
  {
    bugs: [11],
    guard: 'the answer to a sign-up does not wait for its mail',
    in: 'signUp',
    file: 'sign-up/service.ts',
    change: statementBecomes(
      'outbox.add',
      "await deps.mailer.send({ id: crypto.randomUUID(), to: email, subject: '', text: '', html: '' })",
    ),
    test: 'jobs/worker.test.ts',
    title: 'changes no answer; the mails arrive when it is back, each once',
  },
  {
    bugs: [],
    guard: 'failed sign-ins of known people are written apart from those of unknown addresses',
    in: 'write',
    file: 'failed-sign-ins.ts',
    change: valueBecomes('written', 'failures.slice(0, mostOfNobody)'),
    test: 'activity/routes.test.ts',
    title: 'are shown to their person, however many made-up addresses are tried around them',
  },
  {
    bugs: [11],
    guard: 'the answer does not tell that reset mails are limited',
    in: 'isAllowed',
    change: never('rate_limited'),
    test: 'limits/attempts.test.ts',
    title: 'to reset a password stop, and the answer does not tell',
  },
  {
    bugs: [12],
    guard: 'the signature of a token is compared in constant time',
    in: 'readToken',
    change: callBecomes('timingSafeEqual', 'macOf(key, random).equals(mac)'),
    test: 'crypto/constant-time.test.ts',
    title: 'is the signature of a token, with each key that there is',
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
    title: 'is a code that somebody typed',
  },
  {
    bugs: [12],
    guard: 'a hash of another system is compared in constant time',
    in: 'derives',
    change: callBecomes('timingSafeEqual', '(await derive(password, wanted.length)).equals(wanted)'),
    test: 'crypto/constant-time.test.ts',
    title: 'is the hash of a password that another system kept',
  },
]
