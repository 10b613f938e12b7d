/** Who plays: users of the default world. */
export const aiko = 'aiko@hana.test';
export const ben = 'ben@hana.test';
export const chiyo = 'chiyo@yuki.test';
export const daichi = 'daichi@niwa.test';
export const emi = 'emi@sora.test';
export const password = 'tegami';
