import type { fields as en } from '../en/fields.ts'

export const fields: typeof en = {
  unusable: 'Hier steht ein Zeichen, das nicht verwendet werden kann.',
  emailMissing: 'Geben Sie Ihre E-Mail-Adresse ein.',
  emailWrong: 'Geben Sie eine einzelne Adresse ein: name@example.com.',
  emailTooLong: 'Diese Adresse ist zu lang.',
  passwordMissing: 'Geben Sie Ihr Passwort ein.',
  passwordTooLong: most => `Verwenden Sie höchstens ${most} Zeichen.`,
  notValid: 'Das ist nicht gültig.',
}
