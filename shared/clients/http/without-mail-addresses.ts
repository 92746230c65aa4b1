/** `text` of a service with everything that looks like a mail address or user principal name blotted out. */
export function withoutMailAddresses(text: string): string {
  return text.replaceAll(/[^\s<>"(),;:]+@[^\s<>"'(),;:]+/g, '[address]');
}
