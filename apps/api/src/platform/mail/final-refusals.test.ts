import { describe, expect, it } from 'vitest'
import { isRefusedForGood } from './final-refusals.ts'

const at = (command: string, response: string) =>
  isRefusedForGood({ command, response, responseCode: Number(response.slice(0, 3)) })

describe('a refusal', () => {
  it.each([
    ['RCPT TO', '550 5.1.1 <ada@example.com>: Recipient address rejected: User unknown'],
    ['RCPT TO', '550 5.1.10 Recipient not found by SMTP address lookup'],
    ['RCPT TO', '553 5.1.3 The recipient address is not a valid RFC 5321 address'],
    ['RCPT TO', '556 5.1.10 Recipient address has a null MX'],
    ['RCPT TO', '550 5.2.1 The email account that you tried to reach is disabled'],
    ['RCPT TO', '552 5.2.2 The mailbox is full'],
    ['RCPT TO', '554 5.2.0 Mailbox unavailable'],
    ['RCPT TO', '550 5.1.1 <ada@example.com>: User unknown in relay recipient table'],
    ['RCPT TO', '550-5.1.1 The account does not exist.\n550 5.1.1 Check it for spam and typing errors.'],
    ['RCPT TO', '550 sorry, no mailbox here by that name (#5.1.1)'],
    ['RCPT TO', '550 No such user here'],
    ['RCPT TO', '550 <relay-policy@example.com> unknown user'],
    ['RCPT TO', '550 <ada@example.com>: Recipient address rejected: User unknown in virtual mailbox table'],
    ['RCPT TO', '550 Unknown recipient'],
    ['RCPT TO', '550 Invalid recipient <ada@example.com>'],
    ['RCPT TO', '550 ada@example.com user not found'],
    ['RCPT TO', '550 Mailbox is disabled'],
    ['RCPT TO', '550 The account <ada@example.com> does not exist'],
    ['RCPT TO', "550 This user here doesn't exist"],
    ['RCPT TO', '551 User not local'],
    ['RCPT TO', '553 Mailbox name not allowed'],
    ['DATA', '550 5.1.1 User unknown'],
    ['DATA', '554 5.2.2 Mailbox full'],
  ])('of the recipient is final: %s, %s', (command, response) => {
    expect(at(command, response)).toBe(true)
  })

  it.each([
    // Relaying, the sender and the login are settings of ours or of the relay.
    ['RCPT TO', '554 5.7.1 <ada@example.com>: Relay access denied'],
    ['RCPT TO', '550 5.7.1 Relaying denied'],
    ['RCPT TO', '550 relay not permitted'],
    ['RCPT TO', '553 sorry, that domain is not in my list of allowed rcpthosts (#5.7.1)'],
    ['RCPT TO', '550-Verification failed for <no-reply@example.com>\n550 Sender verify failed'],
    ['RCPT TO', '554 Sender address rejected: not verified'],
    ['RCPT TO', '550 5.1.8 Sender address rejected: Domain not found'],
    ['RCPT TO', '550 5.1.7 The sender address is not valid'],
    ['RCPT TO', '553 5.7.1 Sender address rejected: not owned by user'],
    ['RCPT TO', '550 5.1.0 Sender address rejected'],
    ['RCPT TO', '550 5.1.1 Sender verify failed'],
    ['DATA', '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException; Failed to process message'],
    ['DATA', '554 5.2.252 SendAsDenied; the user is not allowed to send as this address'],
    ['RCPT TO', '530 5.7.0 Authentication required'],
    ['RCPT TO', '550 Authentication is required for relay'],
    ['RCPT TO', '503 5.5.1 Error: need MAIL command'],
    // A bare code is given to all that a server refuses. Only its words tell.
    ['RCPT TO', '550 Administrative prohibition'],
    ['RCPT TO', '550 Access denied'],
    ['RCPT TO', '550 Not permitted'],
    ['RCPT TO', '550 Client host rejected: cannot find your hostname'],
    ['RCPT TO', '550 Daily sending quota exceeded'],
    ['RCPT TO', '550 Your IP address is not allowed'],
    ['RCPT TO', '550 User is not authorized; unknown user of this relay'],
    ['RCPT TO', '550 Requested action not taken: mailbox unavailable'],
    ['RCPT TO', '550 Rejected'],
    ['RCPT TO', '550'],
    ['RCPT TO', '551 Not here'],
    ['RCPT TO', '553 You are not authorized to send'],
    // The state of a server or a network.
    ['RCPT TO', '554 5.7.1 Service unavailable; Client host blocked'],
    ['RCPT TO', '550 Your address is on a blocklist'],
    ['RCPT TO', '550 5.7.26 This mail is not authenticated by SPF or DKIM'],
    ['RCPT TO', '550 5.4.4 No route to the domain'],
    ['RCPT TO', '550 5.3.2 The system does not accept mail now'],
    ['RCPT TO', '552 Too many recipients'],
    ['RCPT TO', '554 Transaction failed'],
    ['RCPT TO', '550 5.1.0 Rejected by the policy of this server'],
    ['RCPT TO', '550-5.2.1 The user receives mail at a rate that\n550 5.2.1 prevents further messages.'],
    ['RCPT TO', '552 5.2.2 Too many mails for now'],
    ['RCPT TO', '521 This host accepts no mail'],
    // It says itself that it is temporary.
    ['RCPT TO', '450 4.2.0 Greylisted, try again later'],
    ['RCPT TO', '450 5.1.1 User unknown'],
    ['RCPT TO', '550 4.2.1 Mailbox busy'],
    ['RCPT TO', '452 4.2.2 The mailbox is full'],
    ['RCPT TO', '421 4.7.0 Try again later'],
    // The content may pass another day, or with another sender.
    ['DATA', '554 5.7.1 The message looks like spam'],
    ['DATA', '550 Message rejected'],
    ['DATA', '552 5.3.4 The message is too large'],
    // No other command speaks of a recipient.
    ['MAIL FROM', '550 5.1.8 The domain of the sender does not exist'],
    ['MAIL FROM', '550 5.1.1 User unknown'],
    ['AUTH PLAIN', '535 5.7.8 Authentication failed'],
    ['EHLO', '550 5.1.1 Who are you?'],
    ['CONN', '554 5.7.1 No service for you'],
  ])('of anything else is temporary: %s, %s', (command, response) => {
    expect(at(command, response)).toBe(false)
  })

  it('without a reply of the server is temporary', () => {
    for (const command of ['RCPT TO', 'DATA', 'CONN'])
      expect(isRefusedForGood({ command, code: 'ETIMEDOUT' })).toBe(false)
    expect(isRefusedForGood({})).toBe(false)
  })
})
