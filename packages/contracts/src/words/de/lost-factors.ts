import type { lostFactors as en } from '../en/lost-factors.ts'

export const lostFactors: typeof en = {
  lost: 'Ich habe nichts mehr davon',
  lostIntro:
    'Wenn Sie weder App noch Passkey noch Wiederherstellungscode mehr haben, können wir alle aus Ihrem Konto entfernen. Dann melden Sie sich ohne sie an. Damit niemand anders das ausnutzt, dauert es einige Tage.',
  lostSteps: [
    'Wir senden jetzt eine E-Mail an jede Adresse Ihres Kontos, und noch eine am Tag, bevor wir sie entfernen.',
    'Bis dahin können Sie abbrechen: mit dieser E-Mail, auf einem angemeldeten Gerät oder durch eine Anmeldung mit einem zweiten Faktor.',
    'Dann entfernen wir alle, und Sie melden sich ohne zweiten Faktor an.',
  ],
  ask: 'Entfernen beantragen',
  asking: 'Wird beantragt …',
  askedTitle: 'Entfernen beantragt',
  asked: when => ['Wir entfernen Ihre zweiten Faktoren am ', when, '. Wir haben Ihnen eine E-Mail geschickt.'],
  askedFound: 'Wenn Sie vorher einen wiederfinden, melden Sie sich damit an. Das bricht den Vorgang ab.',

  keepPage: {
    title: 'Zweite Faktoren behalten',
    intro: 'Das bricht den Antrag ab, sie zu entfernen. Niemand wird abgemeldet, und Ihr Passwort bleibt, wie es ist.',
    button: 'Meine zweiten Faktoren behalten',
    working: 'Wird abgebrochen …',
    before:
      'Vielleicht ist der Antrag schon abgebrochen. Wenn Ihre zweiten Faktoren entfernt wurden, hilft unsere neueste E-Mail dazu weiter.',
    doneTitle: 'Ihre zweiten Faktoren bleiben',
    done: 'Der Antrag ist abgebrochen. Wenn er nicht von Ihnen kam, kennt vielleicht jemand Ihr Passwort. Drücken Sie in derselben E-Mail auf „Das war ich nicht“.',
  },
}
