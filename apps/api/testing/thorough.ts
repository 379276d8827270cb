/**
 * Whether races and searches make all their rounds, which takes many minutes. By default
 * they make a few: what goes wrong does so in nearly each round.
 */
export const isThorough = process.env.TEST_THOROUGHLY === '1'
