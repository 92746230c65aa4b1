/** Applications behind a desktop sign-in; each is a Conditional Access target of its own. */
export const AVD_APP = {
  appId: '9cdead84-a844-4324-93f2-b2e6bb768d07',
  displayName: 'Azure Virtual Desktop',
};
export const WINDOWS_CLOUD_LOGIN = {
  appId: '270efc09-cd0d-444b-a71f-39af4910ec45',
  displayName: 'Windows Cloud Login',
};
export const MICROSOFT_REMOTE_DESKTOP = {
  appId: 'a4a365df-50f1-4397-bc59-1a1564b8bb9c',
  displayName: 'Microsoft Remote Desktop',
};
// Not in the sources at hand: the id Microsoft's Windows 365 pages print for Conditional Access.
export const WINDOWS_365_APP = { appId: '0af06dc6-e4b5-4f28-818e-e78e62d137a5', displayName: 'Windows 365' };
