export const ifNotYou =
  'Wenn Sie das nicht waren, drücken Sie den Knopf. Jedes Gerät wird abgemeldet, und Sie wählen ein neues Passwort.'
export const ifNotYouNamed =
  'Wenn Sie das nicht waren, drücken Sie „Das war ich nicht“. Jedes Gerät wird abgemeldet, und Sie wählen ein neues Passwort.'
export const nothingToDo = `Wenn Sie das waren, müssen Sie nichts tun. ${ifNotYou}`
