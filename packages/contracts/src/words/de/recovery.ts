import type { recovery as en } from '../en/recovery.ts'

export const recovery: typeof en = {
  signIn: 'Anmelden',
  backToSignIn: 'Zurück zur Anmeldung',

  forgotTitle: 'Passwort zurücksetzen',
  forgotIntro: 'Wir senden Ihnen einen Link. Damit wählen Sie ein neues Passwort.',
  send: 'Link senden',
  sending: 'Wird gesendet …',
  sentTitle: 'Prüfen Sie Ihr Postfach',
  sent: address => [
    'Wenn es zu ',
    address,
    ' ein Konto gibt, haben wir einen Link dorthin gesendet. In der E-Mail steht, wie lange er gilt.',
  ],
  resent: 'Wenn es ein Konto gibt, haben wir noch eine E-Mail gesendet. Der frühere Link gilt weiter.',
  noMail: 'Keine E-Mail bekommen? Sehen Sie im Spam-Ordner nach, oder prüfen Sie die Adresse.',
  otherAddress: 'Andere Adresse verwenden',

  resetTitle: 'Neues Passwort wählen',
  resetIntro: 'Dadurch werden Sie auf jedem Gerät abgemeldet.',
  newPassword: 'Neues Passwort',
  change: 'Passwort ändern',
  changing: 'Wird geändert …',
  changedTitle: 'Ihr Passwort ist geändert',
  changed: 'Sie sind auf jedem Gerät abgemeldet. Melden Sie sich mit dem neuen Passwort an.',
  newLink: 'Neuen Link anfordern',

  notMeTitle: 'Konto zurückholen',
  notMeIntro: 'Wenn das, was in der E-Mail steht, nicht von Ihnen kam, drücken Sie den Knopf.',
  notMeLeadIn: 'Was dann geschieht:',
  notMeEffects: [
    'Sie werden auf jedem Gerät abgemeldet.',
    'Ihr jetziges Passwort gilt nicht mehr.',
    'Eine Änderung der Adresse oder eine Löschung wird rückgängig gemacht.',
    'Zweite Faktoren, die seither hinzukamen, werden entfernt. Ist es Ihr einziger und schon eine Woche alt, warten wir zuerst und schreiben Ihnen.',
    'Ist ein älterer nicht von Ihnen? Nehmen Sie dafür die Schaltfläche in der E-Mail über diesen.',
    'Wenn Ihr Konto die Adresse dieser E-Mail hat, senden wir Ihnen einen Link für ein neues Passwort.',
  ],
  notMe: 'Überall abmelden',
  notMeWorking: 'Wird abgemeldet …',
  locked: 'Wenn Sie nicht in Ihr Konto kommen:',
  resetLink: 'Passwort zurücksetzen',
  safeTitle: 'Ihr Konto ist sicher',
  safe: 'Jedes Gerät ist abgemeldet. Wenn Ihr Konto die Adresse jener E-Mail hat, haben wir einen Link für ein neues Passwort gesendet.',

  cancelPage: {
    title: 'Änderung der Adresse abbrechen',
    intro: 'Ihr Konto behält dann seine Adresse. Niemand wird abgemeldet, und Ihr Passwort bleibt wie bisher.',
    button: 'Änderung abbrechen',
    working: 'Wird abgebrochen …',
    before: 'Wenn Ihre Adresse schon geändert wurde, kann unsere neueste E-Mail dazu das rückgängig machen.',
    doneTitle: 'Die Änderung ist abgebrochen',
    done: 'Ihr Konto behält seine Adresse. Wenn Sie die Änderung nicht angefordert haben, drücken Sie „Das war ich nicht“ in derselben E-Mail.',
  },

  keepPage: {
    title: 'Konto behalten',
    intro: 'Ihr Konto wurde gelöscht. Sie können es mit seinem ganzen Inhalt zurückholen.',
    button: 'Mein Konto behalten',
    working: 'Wird zurückgeholt …',
    before: 'Wenn Ihr Konto schon zurück ist oder nie gelöscht war:',
    doneTitle: 'Ihr Konto ist wieder da',
    done: 'Prüfen Sie Ihr Postfach: Wir haben einen Link für ein neues Passwort gesendet.',
  },
  keepPassword: 'Ihr altes Passwort gilt danach nicht mehr. Wir senden Ihnen einen Link für ein neues.',

  deletedTitle: 'Ihr Konto ist gelöscht',
  deletedIntro: 'Sie sind auf jedem Gerät abgemeldet.',
  deletedSteps: [
    ['Jetzt', 'Wir haben Ihnen eine E-Mail gesendet. Der Knopf darin bringt Ihr Konto mit allem darin zurück.'],
    ['7 Tage lang', 'Ihr Konto wartet. Niemand kann sich darin anmelden.'],
    ['Danach', 'Wir löschen Ihren Namen, Ihre Adresse, Ihr Passwort und Ihre Geräte endgültig.'],
  ],
  deletedUndo: 'Möchten Sie es doch behalten?',
  deletedUndoNow: 'Hier können Sie es zehn Minuten lang rückgängig machen, später mit dem Knopf in der E-Mail.',
  undoDeletion: 'Rückgängig machen',
  undoingDeletion: 'Wird zurückgeholt …',
  undone: 'Es ist wie zuvor. Melden Sie sich mit Ihrem Passwort an.',
  undoneTooLate: 'Auf dieser Seite geht das zehn Minuten lang. Nehmen Sie jetzt die E-Mail.',
  deletedUndoHow:
    'Öffnen Sie diese E-Mail und drücken Sie „Mein Konto behalten“. Danach wählen Sie ein neues Passwort.',
}
