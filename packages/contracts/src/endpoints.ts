import { changeEmail, changeName, changePassword, confirmEmail, deleteUser, exportUser } from './account.ts'
import { listActivity } from './activity.ts'
import { live, ready } from './health.ts'
import { reportLeakedToken } from './leaked-tokens.ts'
import { readMailbox } from './mailbox.ts'
import { readPrivate } from './private.ts'
import { productEndpoints } from './product.ts'
import { forgotPassword, notMe, resetPassword } from './recovery.ts'
import { sendReports } from './reports.ts'
import { currentSession, events, listSessions, revokeOtherSessions, revokeSession, signOut } from './sessions.ts'
import { confirm, signIn } from './sign-in.ts'
import { resend, signUp, verify } from './sign-up.ts'

/** Every call of the API. A test holds the server to this list, and this list to the server. */
export const endpoints = [
  signIn,
  signOut,
  confirm,
  currentSession,
  listSessions,
  revokeSession,
  revokeOtherSessions,
  events,
  signUp,
  verify,
  resend,
  forgotPassword,
  resetPassword,
  notMe,
  reportLeakedToken,
  changeName,
  changePassword,
  changeEmail,
  confirmEmail,
  exportUser,
  deleteUser,
  listActivity,
  readPrivate,
  readMailbox,
  sendReports,
  live,
  ready,
  ...productEndpoints,
] as const
