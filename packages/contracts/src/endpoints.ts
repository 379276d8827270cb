import { changeEmail, changeName, changePassword, confirmEmail, deleteUser, exportUser } from './auth/account.ts'
import { listActivity } from './auth/activity.ts'
import { reportLeakedToken } from './auth/leaked-tokens.ts'
import { forgotPassword, notMe, resetPassword } from './auth/recovery.ts'
import { currentSession, events, listSessions, revokeOtherSessions, revokeSession, signOut } from './auth/sessions.ts'
import { confirm, signIn } from './auth/sign-in.ts'
import { resend, signUp, verify } from './auth/sign-up.ts'
import { live, ready } from './platform/health.ts'
import { readMailbox } from './platform/mailbox.ts'
import { sendReports } from './platform/reports.ts'
import { readPrivate } from './product/example.ts'
import { productEndpoints } from './product.ts'

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
