//! Who meets where and when: a problem goes in, a plan with reasons and a proof of quality comes out.
