import type { moreFields as en } from '../en/more-fields.ts'

export const moreFields: typeof en = {
  nameMissing: 'Geben Sie Ihren Namen ein.',
  deviceNameMissing: 'Geben Sie einen Namen für das Gerät ein.',
  nameTooLong: most => `Verwenden Sie höchstens ${most} Zeichen.`,
  lineBroken: 'Hier steht ein Zeilenumbruch oder ein anderes Zeichen, das nicht hierher gehört.',
  linesBroken: 'Hier steht ein Zeichen, das nicht hierher gehört.',
  newPasswordInvisible:
    'Leerzeichen und unsichtbare Zeichen sind leicht zu erraten. Fügen Sie Buchstaben, Ziffern oder Symbole hinzu.',
  newPasswordTooShort: least => `Verwenden Sie mindestens ${least} Zeichen.`,
  newPasswordPresent: 'Das ist Ihr aktuelles Passwort. Wählen Sie ein anderes.',
  newPasswordReported: 'Dieses Passwort gilt nicht mehr, weil andere es kennen könnten. Wählen Sie ein anderes.',
  newPasswordPersonal:
    'Das lässt sich aus Ihrem Namen, Ihrer Adresse oder unserer erraten. Fügen Sie andere Wörter hinzu.',
  newPasswordRepetitive: 'Hier wiederholen sich wenige Zeichen. Das ist leicht zu erraten. Wählen Sie ein anderes.',
  newPasswordCommon: 'Dieses Passwort wird als eines der ersten erraten. Wählen Sie ein anderes.',
  newPasswordBreached: 'Dieses Passwort wurde anderswo gestohlen. Wählen Sie ein anderes.',
  codeMissing: 'Geben Sie den Code aus der E-Mail ein.',
  codeWrong: 'Geben Sie die 6 Ziffern aus der E-Mail ein.',
  linkIncomplete: 'Dieser Link ist nicht vollständig.',
  linkForeign: 'Dieser Link ist nicht von uns.',
  tokenMissing: 'Geben Sie das Token ein.',
  tokenTooLong: 'Das ist länger als ein Token.',
  emailIsYours: 'Das ist schon Ihre Adresse.',
  timeZoneUnknown: 'Wählen Sie eine der Zeitzonen aus der Liste.',
  notUtf8: 'Das ist kein UTF-8.',
  notJson: 'Das ist kein JSON.',
  notObject: 'Senden Sie ein JSON-Objekt.',
  notOfType: type => `Hier wird der Typ ${type} erwartet.`,
  notOneOf: values => `Erlaubt ist nur: ${values}.`,
  notBoolean: 'Erlaubt ist nur true oder false.',
  passwordWrong: 'Falsches Passwort.',
}
