/** A telephone number of Vietnam as Zalo and the gateways want it, `84987654321`; undefined when it is none. */
export function phoneOf(address: string | undefined): string | undefined {
  const digits = (address ?? '').replace(/[\s.()-]/gu, '').replace(/^(?:\+|00)/u, '');
  const national = digits.startsWith('84') ? digits.slice(2) : digits.replace(/^0/u, '');
  return /^[1-9]\d{8,9}$/u.test(national) ? `84${national}` : undefined;
}
