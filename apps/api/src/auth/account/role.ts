import type { Role } from '@latchkey/contracts/auth/roles'
import type { User } from '@latchkey/database/models'

/** The role of a person. One that only another version of the server knows gives no rights. */
export const roleOf = ({ role }: Pick<User, 'role'>): Role => (role === 'admin' ? 'admin' : 'person')
