/** What the letter to a previous provider says, in English. */
export const letter = {
  subject_one: 'Request to release {{count}} phone from your account',
  subject_other: 'Request to release {{count}} phones from your account',
  greeting: 'Dear Sir or Madam,',
  opening_one: 'the phone listed below is to be put into service with us{{customer}}.',
  opening_other: 'the phones listed below are to be put into service with us{{customer}}.',
  customer: ' on behalf of {{customer}}',
  refused_one:
    'The redirection service {{service}} refuses its registration, since the phone is still registered in another account. It is in none of our own accounts, so we take it to be in yours.',
  refused_other:
    'The redirection service {{service}} refuses their registration, since the phones are still registered in another account. They are in none of our own accounts, so we take them to be in yours.',
  request_one:
    'We kindly ask you to deregister the phone at the redirection service {{service}}, so that it can be registered anew. Nothing else needs to be changed.',
  request_other:
    'We kindly ask you to deregister the phones at the redirection service {{service}}, so that they can be registered anew. Nothing else needs to be changed.',
  'not-yours':
    'Should a phone not be in your account, or should something stand against its release, a short note would help us.',
  contact: 'Please let us know when this is done: {{contact}}.',
  'contact-none': 'Please let us know when this is done.',
  thanks: 'Thank you for your help.',
  closing: 'Yours faithfully',
  list: 'Phones at {{service}}',
  number: 'No.',
  mac: 'MAC',
  serial: 'Serial number',
  model: 'Model',
  foot: 'Request for release',
  'addressee-missing': '(previous provider)',
  'sender-missing': '(own company)',
} as const;
