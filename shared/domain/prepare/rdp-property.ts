const SSO = 'enablerdsaadauth';

/** Whether the host pool's RDP settings switch on Microsoft Entra single sign-on. */
export function hasSingleSignOn(customRdpProperty: string): boolean {
  return settings(customRdpProperty).some((one) => one.toLowerCase().replaceAll(' ', '') === `${SSO}:i:1`);
}

/**
 * The same settings with single sign-on switched on; every other setting stays as it was. `;`-separated
 * `name:type:value` (the spelling is UNVERIFIED; facts, identity-and-desktops A2).
 */
export function withSingleSignOn(customRdpProperty: string): string {
  const others = settings(customRdpProperty).filter((one) => one.split(':')[0]?.trim().toLowerCase() !== SSO);
  return `${[...others, `${SSO}:i:1`].join(';')};`;
}

const settings = (text: string): string[] =>
  text
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
