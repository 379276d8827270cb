import type { lostFactors as en } from '../en/lost-factors.ts'

export const lostFactors: typeof en = {
  lost: 'Ich habe alles verloren',
  lostIntro:
    'Wenn Sie keine App, keinen Passkey und keinen Wiederherstellungscode mehr haben, können wir alle entfernen. Zu Ihrer Sicherheit dauert das einige Tage.',
  lostSteps: [
    'Wir schreiben jetzt an jede Adresse des Kontos, und noch einmal einen Tag vorher.',
    'Mit einem zweiten Faktor, einem angemeldeten Gerät oder der E-Mail lässt es sich abbrechen.',
    'Danach sind alle zweiten Faktoren entfernt, und Sie melden sich ohne sie an.',
  ],
  ask: 'Entfernen beantragen',
  asking: 'Wird beantragt …',
  askedTitle: 'Entfernen beantragt',
  asked: when => ['Ihre zweiten Faktoren werden am ', when, ' entfernt. Wir haben Ihnen eine E-Mail geschickt.'],
  askedFound: 'Wenn Sie vorher einen wiederfinden, melden Sie sich damit an. Das bricht den Vorgang ab.',

  keepTitle: 'Zweite Faktoren behalten',
  keepIntro:
    'Das bricht den Antrag ab, sie zu entfernen. Niemand wird abgemeldet, und Ihr Passwort bleibt, wie es ist.',
  keep: 'Meine zweiten Faktoren behalten',
  keeping: 'Wird abgebrochen …',
  keptTitle: 'Ihre zweiten Faktoren bleiben',
  kept: 'Der Antrag ist abgebrochen. Wenn er nicht von Ihnen kam, drücken Sie in derselben E-Mail auf „Das war ich nicht“: Vielleicht kennt jemand Ihr Passwort.',
  keptBefore:
    'Vielleicht ist der Antrag schon abgebrochen. Wenn Ihre zweiten Faktoren entfernt wurden, hilft unsere neueste E-Mail dazu weiter.',
  toSignIn: 'Zur Anmeldung',
}
