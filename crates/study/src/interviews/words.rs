//! Closed lists of an interview, as they are stored and as pages say them.

/// Declares an enum whose variants each stand for one word and have one label.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal, $label:literal;)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// Every value, in the order in which pages offer them.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The word that is stored.
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }

            /// The words on pages.
            pub fn label(self) -> &'static str {
                match self {
                    $($name::$variant => $label,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                match text {
                    $($word => Ok($name::$variant),)*
                    _ => Err(()),
                }
            }
        }
    };
}

words! {
    /// How far an interview came.
    State {
        /// There is an appointment.
        Scheduled = "scheduled", "Appointment";
        /// The appointment was called off.
        CalledOff = "called_off", "Called off";
        /// It was held.
        Completed = "completed", "Interviewed";
        /// It was not, and will not be.
        DidNotParticipate = "did_not_participate", "Did not take part";
    }
}

words! {
    /// How an interview is held.
    Mode {
        /// By video call.
        Video = "video", "By video";
        /// By telephone.
        Phone = "phone", "By phone";
        /// In one room.
        InPerson = "in_person", "In person";
    }
}

words! {
    /// Where the participant was (COREQ 14).
    PlaceKind {
        /// At home.
        Home = "home", "At home";
        /// At work.
        Work = "work", "At work";
        /// In a room of the study.
        Study = "study", "In a room of the study";
        /// Somewhere else.
        Elsewhere = "elsewhere", "Somewhere else";
        /// Nobody asked.
        Unknown = "unknown", "Not known";
    }
}

words! {
    /// Who was there besides the two (COREQ 15).
    Others {
        /// Nobody.
        Nobody = "nobody", "Nobody else";
        /// Family or a friend.
        Family = "family", "Family or a friend";
        /// A colleague.
        Colleague = "colleague", "A colleague";
        /// Somebody of the study.
        Team = "team", "Somebody of the study";
        /// Somebody else.
        SomebodyElse = "somebody_else", "Somebody else";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_and_no_other_is() {
        for one in State::ALL {
            assert_eq!(one.word().parse(), Ok(*one));
        }
        for one in Mode::ALL {
            assert_eq!(one.word().parse(), Ok(*one));
        }
        for one in PlaceKind::ALL {
            assert_eq!(one.word().parse(), Ok(*one));
        }
        for one in Others::ALL {
            assert_eq!(one.word().parse(), Ok(*one));
        }
        assert_eq!("by video".parse::<Mode>(), Err(()));
    }
}
