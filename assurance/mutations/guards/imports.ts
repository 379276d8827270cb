import type { Mutation } from '../mutation.ts'
import { dropOperand, dropStatement, expressionBecomes, never, propertyBecomes } from '../operators.ts'

/** What an import may take from a file, and what it leaves behind. */
export const imports: readonly Mutation[] = [
  {
    bugs: [24],
    guard: 'an import takes no password of an unproven address',
    in: 'personOf',
    file: 'import/person.ts',
    change: propertyBecomes('hash: isProven', 'hash'),
    test: 'import/import.test.ts',
    title: 'takes neither password nor name of an unproven address, whose owner then proves it',
  },
  {
    bugs: [24],
    guard: 'an import voids the sign-ups of strangers',
    in: 'insert',
    file: 'import/add-people.ts',
    change: dropStatement('voidClaims'),
    test: 'import/import.test.ts',
    title: 'voids what strangers began at the address before',
  },
  {
    bugs: [],
    guard: 'an import refuses a hash that no sign-in may verify',
    in: 'verifiable',
    file: 'import/person.ts',
    change: never('problem'),
    test: 'formats/formats.test.ts',
    title: 'reads its own format, one JSON object a line',
  },
  {
    bugs: [],
    guard: 'scrypt of any system may take only so much memory',
    in: 'scryptCost',
    change: dropOperand('mostScryptBytes'),
    test: 'crypto/imported-hash.test.ts',
    title: 'matches no password if it %s: %s',
  },
  {
    bugs: [],
    guard: 'a hash from Firebase needs the key of its project',
    in: 'firebaseHash',
    change: never('signer'),
    test: 'crypto/imported-hash.test.ts',
    title: 'of Firebase matches no password without the key of its project, and says that the key is missing',
  },
  {
    bugs: [],
    guard: 'an export holds no hash of a password that was reported',
    in: 'listUsable',
    change: expressionBecomes(
      '{ userId: { in: userIds }, disabledAt: null, strangersRefusedAt: null }',
      '{ userId: { in: userIds } }',
    ),
    test: 'import/export.test.ts',
    title: 'writes people as import reads them, into a file that only its owner reads',
  },
  {
    bugs: [],
    guard: 'only its owner may read an export, or a list of bad rows',
    in: 'createPrivateFile',
    change: expressionBecomes('0o600', '0o644'),
    test: 'import/export.test.ts',
    title: 'writes people as import reads them, into a file that only its owner reads',
  },
  {
    bugs: [],
    guard: 'no file is written over',
    in: 'createPrivateFile',
    change: expressionBecomes("'wx'", "'w'"),
    test: 'import/import.test.ts',
    title: 'lists bad rows in a new file that only its owner reads, without a value of the file',
  },
]
