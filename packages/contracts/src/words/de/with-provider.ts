import type { withProvider as en } from '../en/with-provider.ts'

export const withProvider: typeof en = {
  problems: {
    denied: name => `Sie haben abgebrochen, oder ${name} hat abgelehnt. Sie können es noch einmal versuchen.`,
    expired: () => 'Das hat zu lange gedauert, oder es begann in einem anderen Browser. Versuchen Sie es noch einmal.',
    misconfigured: name => `${name} ist hier falsch eingerichtet. Sagen Sie es der Administration.`,
    down: name => `${name} antwortet gerade nicht. Versuchen Sie es gleich noch einmal.`,
    no_address: name =>
      `${name} hat uns Ihre E-Mail-Adresse nicht genannt. Melden Sie sich auf einem anderen Weg an, oder registrieren Sie sich. Verknüpfen Sie das Konto dann unter „Verknüpfte Konten“.`,
    taken: name => `Dieses Konto bei ${name} ist hier mit einem anderen Konto verknüpft. Wählen Sie ein anderes.`,
    refused: name =>
      `Wir können dieses Konto bei ${name} jetzt nicht annehmen. Versuchen Sie es später, oder fragen Sie die Administration.`,
    unavailable: () => 'Das geht bei uns gerade nicht. Versuchen Sie es gleich noch einmal.',
    other: name => `Das hat mit ${name} nicht funktioniert. Versuchen Sie es noch einmal.`,
    unnamed: () =>
      'Das hat mit diesem Anbieter nicht funktioniert. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.',
  },
  signOutThere: name => `Auch bei ${name} abmelden`,

  linkTitle: 'Sie haben schon ein Konto',
  link: (address, name) => [
    'Es hat die Adresse ',
    address,
    `. Zeigen Sie, dass es Ihnen gehört. Dann verknüpfen wir ${name} damit.`,
  ],
  linkByCode: (address, name) => [
    'Wir haben einen Code an ',
    address,
    ` gesendet. Geben Sie ihn ein, um mit ${name} fortzufahren.`,
  ],
  linkByMail: (address, name) => [
    'Wir senden einen Code an ',
    address,
    `. Er zeigt, dass das Konto Ihnen gehört. Dann verknüpfen wir ${name} damit.`,
  ],
  sendCode: 'Code senden',
  codeTitle: 'Prüfen Sie Ihr Postfach',
  resent: 'Wir haben noch eine E-Mail gesendet. Nur der Code daraus gilt noch.',
  button: 'Verknüpfen und anmelden',
  goOn: 'Weiter',
  working: 'Anmeldung läuft …',
  wrongPassword: 'Falsches Passwort.',
  sending: 'Ein Code wird gesendet …',

  confirmedTitle: 'Erledigt',
  confirmed: 'Gehen Sie zurück zu dem Tab, von dem Sie kamen. Diesen können Sie schließen.',
  notConfirmedTitle: 'Das hat nicht funktioniert',
}
