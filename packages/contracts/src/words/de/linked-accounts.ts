import type { linkedAccounts as en } from '../en/linked-accounts.ts'

export const linkedAccounts: typeof en = {
  title: 'Verknüpfte Konten',
  intro: 'Jedes davon meldet Sie hier an.',
  none: 'Verknüpfen Sie ein Konto bei einem anderen Anbieter, und melden Sie sich hier damit an.',
  link: name => `${name} verknüpfen`,
  opening: name => `${name} wird geöffnet …`,
  since: time => ['Verknüpft ', time],
  lastUsed: time => ['zuletzt benutzt ', time],
  neverUsed: 'noch nicht benutzt',
  unusable: 'Zurzeit nicht nutzbar',
  unusableWhy: 'Es ist hier ausgeschaltet. Melden Sie sich anders an, oder trennen Sie es.',
  linked: name => `${name} ist verknüpft und meldet Sie von jetzt an an.`,

  unlink: 'Trennen',
  unlinkOf: account => `${account} trennen`,
  unlinking: 'Wird getrennt …',
  unlinkTitle: name => `${name} trennen?`,
  unlinkText: name =>
    `${name} meldet Sie hier nicht mehr an. Geräte, auf denen Sie sich damit angemeldet haben, werden abgemeldet.`,
  unlinked: 'Getrennt.',
  lastFactor:
    'Das ist Ihr letzter Weg, sich anzumelden. Wählen Sie zuerst ein Passwort, oder fügen Sie einen Passkey hinzu.',
  down: name => `${name} antwortet gerade nicht. Versuchen Sie es gleich noch einmal.`,
  full: 'Mehr Konten können Sie nicht verknüpfen. Trennen Sie zuerst eines.',
}
